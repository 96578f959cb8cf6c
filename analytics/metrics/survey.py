"""What reading alone prevents: asked of a few readers drawn by lot."""

from django.utils.translation import gettext_lazy as _

from analytics.deflection.answers import answers
from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric


def figure(lens: Lens) -> Figure:
    said = answers(lens)
    share = said.share()
    if share is None:
        return Figure(None, sample=said.answered, details={"answers": said})
    return Figure(share.value, share.low, share.high, said.answered, {"answers": said})


METRIC = Metric(
    name="survey_share",
    definition=Definition(
        title=_("What reading alone prevents"),
        unit=_("share of readers, between 0 and 1"),
        counts=_(
            "the share of surveyed readers who found what they needed, times the share who would have written to support "
            "otherwise, of those of them who said"
        ),
        of=_(
            "readers of solved conversations and help articles who agreed to be measured, drawn by lot, each asked at most "
            "once in 90 days, of one year up to the end of the period"
        ),
        leaves_out=_(
            "readers who were asked and did not answer; the company's own people; whoever asked the question or wrote the "
            "article; answers whose consent was taken back"
        ),
        uncertainty=_(
            "95 % interval by bootstrap over surveyed readers (bias-corrected and accelerated, 2,000 resamples, fixed seed); "
            "none below 30 answers to each question"
        ),
        source=_("the survey of readers"),
    ),
    figure=figure,
)
