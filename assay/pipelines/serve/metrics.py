"""What Prometheus reads at /metrics: requests, rows, queues, replaced workers.

    metrics = Metrics()
    metrics.answered("/check", 200, 0.012)

No label holds anything that came from outside: routes, status codes and verdicts are closed lists.
"""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


class Metrics:
    """Counters of one service, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "assay_requests", "Requests answered.", ("route", "code"), registry=self.registry
        )
        self._seconds = Histogram(
            "assay_request_seconds",
            "From the head of a request to its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._rows = Counter(
            "assay_rows", "Rows judged, by verdict.", ("queue", "verdict"), registry=self.registry
        )
        self._held = Gauge(
            "assay_queue_rows", "Rows that wait or are in work.", ("queue",), registry=self.registry
        )
        self._places = Gauge(
            "assay_queue_places", "Rows that a queue holds.", ("queue",), registry=self.registry
        )
        self.replaced = Counter(
            "assay_check_workers_replaced",
            "Check workers that died or were killed.",
            registry=self.registry,
        )

    def answered(self, route: str, code: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(route, str(code)).inc()
        self._seconds.labels(route).observe(seconds)

    def judged(self, queue: str, verdict: str) -> None:
        """Count one row."""
        self._rows.labels(queue, verdict).inc()

    def watch(self, queue: str, places: int, held: Callable[[], int]) -> None:
        """Show a queue."""
        self._places.labels(queue).set(places)
        self._held.labels(queue).set_function(held)

    def page(self) -> bytes:
        """The text format of Prometheus."""
        return generate_latest(self.registry)
