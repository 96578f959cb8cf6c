from forums.models import Curation, Topic


def forget_wordings(topic: Topic) -> None:
    """What a topic was called before goes with its title: the record keeps who did what, and no words of the author's."""
    words = Curation.objects.filter(topic=topic, kind__in=[Curation.Kind.TITLE, Curation.Kind.TAGS])
    words.update(before={}, after={})
