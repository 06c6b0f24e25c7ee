# Two stages: what builds the environment is not in the image that runs.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/site.txt requirements/site.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/site.txt
COPY . .
# Static files are named and compressed once, here, so that the running image needs no writable code.
RUN DATA_DIR=/tmp/build /opt/venv/bin/python -c "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'practice.settings'; import django; django.setup(); from practice.start import collect_static; collect_static()" \
 && rm -rf /tmp/build

FROM python:3.11-slim
RUN groupadd --system --gid 10001 practice \
 && useradd --system --uid 10001 --gid practice --home-dir /data --shell /usr/sbin/nologin practice \
 && install -d -o practice -g practice -m 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data HOST=0.0.0.0 PORT=8000
USER practice
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
CMD ["python", "manage.py", "up"]
