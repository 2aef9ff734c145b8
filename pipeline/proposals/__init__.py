"""Links between people of two sources, proposed with a probability and a reason."""

from pipeline.proposals.propose import propose
from pipeline.proposals.tables import ProposalRules

__all__ = ["ProposalRules", "propose"]
