"""Whatever happens on the way, history comes out as if nothing had: any batching, any crash,
any repetition and any damage that is mended leads to the same threads as one straight run."""

from hypothesis import settings

from support.examples import examples
from support.loop_machine import LoopMachine, MovingMachine

MANY = settings(max_examples=examples(150), stateful_step_count=30, deadline=None, derandomize=True)
LoopMachine.TestCase.settings = MANY
MovingMachine.TestCase.settings = MANY
TestLoop = LoopMachine.TestCase
TestLoopWithMovingBookings = MovingMachine.TestCase
