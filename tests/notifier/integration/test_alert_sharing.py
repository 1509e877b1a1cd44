"""Any number of notifiers share deliveries on a real MongoDB: each is sent, by one of them."""

import asyncio
from collections import Counter

from booking_chat.contracts.http.deliveries import DeliveryState
from notifier.domain.notices import Answer, Failed
from support.alert_world import NOON, a_destination, posted
from support.own_alerts import OwnAlerts

OOPS = Failed(Answer(500, "oops"), "the answer was 500")


class TestSharing:
    async def backlog(self, alerts: OwnAlerts, lanes: int, each: int) -> None:
        """Many due deliveries of each destination."""
        names = [f"hook{number}" for number in range(lanes)]
        await alerts.have(*(a_destination(name) for name in names))
        await alerts.of.destinations.delete_one({"_id": "ops"})
        for number in range(each):
            await alerts.hear(posted(1, booking=f"booking-{number}"))

    async def test_many_processes_share_the_work_and_nobody_hears_twice(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=4, each=50)
        processes = [alerts.sending().dispatcher for _ in range(3)]

        await asyncio.gather(*(process.send_due() for process in processes))

        heard = Counter(brought.notice.id for brought in alerts.channels.brought)
        assert set(heard.values()) == {1}
        assert len(heard) == 200
        assert await alerts.states() == {DeliveryState.SENT: 200}

    async def test_a_dead_destination_delays_no_other(self, alerts: OwnAlerts) -> None:
        """While it still hangs with its very first alerts, the others are done."""
        await self.backlog(alerts, lanes=10, each=60)
        dead = alerts.channels.gates["hook3"] = asyncio.Event()
        sending = asyncio.create_task(alerts.send_due())
        others = [f"hook{number}" for number in range(10) if number != 3]
        while not all(len(alerts.channels.to(name)) == 60 for name in others):
            await asyncio.sleep(0.01)

        assert alerts.channels.to("hook3") == []
        assert not sending.done()
        dead.set()
        await sending
        assert await alerts.states() == {DeliveryState.SENT: 600}
        assert len(alerts.channels.to("hook3")) == 60

    async def test_one_destination_gets_so_many_at_a_time_and_no_more(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=1, each=40)

        await alerts.send_due()

        assert 1 < alerts.channels.busiest["hook0"] <= 16

    async def test_one_that_fails_is_tried_more_gently(self, alerts: OwnAlerts) -> None:
        await self.backlog(alerts, lanes=1, each=40)
        alerts.channels.answers["hook0"] = lambda: OOPS
        dispatcher = alerts.sending().dispatcher
        await dispatcher.send_due()
        alerts.channels.busiest.clear()
        alerts.clock.forward(seconds=6)

        await dispatcher.send_due()

        assert 1 <= alerts.channels.busiest["hook0"] <= 4

    async def test_what_a_dead_process_had_taken_goes_out_after_its_lease(
        self, alerts: OwnAlerts
    ) -> None:
        alerts.channels.gates["ops"] = asyncio.Event()
        await alerts.hear(posted(1))
        dying = asyncio.create_task(alerts.send_due())
        while not alerts.channels.busy["ops"]:
            await asyncio.sleep(0.01)
        dying.cancel()
        (taken,) = await alerts.all()
        alerts.channels.gates.clear()

        await alerts.send_due()
        too_early = len(alerts.channels.brought)
        alerts.clock.now = NOON + alerts.config.lease
        await alerts.send_due()

        assert taken.claim is not None
        assert too_early == 0
        assert [notice.id for notice in alerts.channels.to("ops")] == [taken.id]
        assert (await alerts.only()).state is DeliveryState.SENT

    async def test_a_stop_finishes_what_is_in_hand_and_takes_nothing_more(
        self, alerts: OwnAlerts
    ) -> None:
        await self.backlog(alerts, lanes=1, each=40)
        gate = alerts.channels.gates["hook0"] = asyncio.Event()
        dispatcher = alerts.sending().dispatcher
        await dispatcher.start()
        while alerts.channels.busy["hook0"] < 16:
            await asyncio.sleep(0.01)

        stopping = asyncio.create_task(dispatcher.stop())
        await asyncio.sleep(0.05)
        gate.set()
        await stopping

        assert await alerts.states() == {DeliveryState.SENT: 16, DeliveryState.WAITING: 24}
        left = [d for d in await alerts.all() if d.state is DeliveryState.WAITING]
        assert {d.claim for d in left} == {None}
