"""Consultation request → inquiry → notification → inbox."""
