"""A worker of your own, in Python: what a step of a Traceo runbook calls. README.md says how.

    python worker.py HOST:PORT [NAMESPACE]
"""

import asyncio
import sys
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

TASK_QUEUE = "edge-tools"


# A step may be tried again although it was done: look first, then change.
@activity.defn(name="purge_cache")
async def purge_cache(step: dict[str, Any]) -> dict[str, Any]:
    zone = step["input"]["zone"]
    activity.logger.info("purging %s for %s", zone, step["group"])
    # Here your CDN is called.
    return {"purged": zone, "group": step["group"], "leader": step.get("toRegion")}


@workflow.defn(name="CheckCatalog")
class CheckCatalog:
    @workflow.run
    async def run(self, step: dict[str, Any]) -> str:
        # A workflow may wait for days, and survives the death of its worker.
        done = await workflow.execute_activity(
            "purge_cache", step, start_to_close_timeout=timedelta(seconds=10)
        )
        return f"catalog of {step['group']} checked {step['phase']} {step['run']}, {done['purged']}"


async def main() -> None:
    client = await Client.connect(sys.argv[1], namespace=sys.argv[2] if len(sys.argv) > 2 else "default")
    worker = Worker(client, task_queue=TASK_QUEUE, workflows=[CheckCatalog], activities=[purge_cache])
    print("serves " + TASK_QUEUE, flush=True)
    await worker.run()


if __name__ == "__main__":
    asyncio.run(main())
