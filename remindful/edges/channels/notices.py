"""The notices that our own templates carry: each by its name, with the wording that a content rule looks for in the text."""

from remindful.core.words.messages import MessageContent
from remindful.edges.channels import channel_for
from remindful.edges.channels.wording import load_wording

__all__ = ["find_notices"]


def find_notices(content: MessageContent) -> dict[str, str]:
    """Name of a notice -> its wording in this message. What the sender does not have is not there."""
    words, sender = load_wording(content.template, content.language), content.sender
    found = {
        "assistance_notice": sender.assistance_url,
        "assistance_phone": sender.assistance_phone,
        "language_help": words.say("language_help", phone=sender.phone),
    }
    channel = channel_for(content.act)
    if channel is not None:
        found |= channel.find_notices(content)
    return {name: wording for name, wording in found.items() if wording}
