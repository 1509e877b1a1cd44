import asyncio, json, sys
from aiokafka import AIOKafkaConsumer

async def follow(bootstrap: str) -> None:
    async with AIOKafkaConsumer("chat.alerts.v1", bootstrap_servers=bootstrap,
            group_id="workflow", auto_offset_reset="earliest", enable_auto_commit=False) as alerts:
        async for record in alerts:
            attributes = {name: value.decode() for name, value in record.headers}
            print(attributes["ce_id"], attributes["ce_type"], json.loads(record.value), flush=True)
            await alerts.commit()

asyncio.run(follow(sys.argv[1]))
