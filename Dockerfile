# Two stages: what builds the environment is not in the image that runs. `compose.yaml` starts it with a read-only
# root; by hand: docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v data:/data …
# Both stages begin from one image. For a build that can be repeated, give it with its digest: --build-arg BASE=…@sha256:…
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
COPY requirements/site.txt requirements/site.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: \
    --require-hashes -r requirements/site.txt
COPY . .
# Static files are named and compressed once, here, and the code is compiled: the running image writes to neither.
RUN /opt/venv/bin/python -m practice.collect \
 && /opt/venv/bin/python -m compileall -q --invalidation-mode unchecked-hash . \
 && chmod -R a+rX,go-w .

FROM ${BASE}
RUN groupadd --system --gid 10001 practice \
 && useradd --system --uid 10001 --gid practice --home-dir /data --no-create-home --shell /usr/sbin/nologin practice \
 && install -d -o practice -g practice -m 700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data HOST=0.0.0.0 PORT=8000
USER 10001:10001
VOLUME /data
EXPOSE 8000
# A first start makes tables and demo content before it answers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
CMD ["python", "manage.py", "up"]
