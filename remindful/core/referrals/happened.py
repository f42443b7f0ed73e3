"""What had happened to each referral by the end of a day: sent, asked, decided, booked, missed, seen, reported."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.referrals import fits
from remindful.core.referrals.limits import PRIORITIES, ROUTINE
from remindful.core.words.care import AppointmentState, AuthorizationState


@dataclass(frozen=True, slots=True)
class LoopFrames:
    """What a loop is read from, all of one organization, each keeping its contract."""

    referrals: pl.DataFrame
    authorizations: pl.DataFrame
    appointments: pl.DataFrame
    encounters: pl.DataFrame


def gather(frames: LoopFrames, *, day: date) -> pl.DataFrame:
    """Referrals ordered by `day`, with what had happened by then. What has a date after it has not happened yet."""
    priority = pl.col("priority").str.to_lowercase().str.strip_chars()
    known = frames.referrals.filter(pl.col("ordered_on") <= day).with_columns(
        priority=pl.when(priority.is_in(PRIORITIES)).then(priority).otherwise(pl.lit(ROUTINE)),
        sent_on=_by("sent_on", day),
        reported_on=_by("reported_on", day),
    )
    visits = frames.encounters.filter(pl.col("referral_key").is_not_null() & (pl.col("started_on") <= day))
    met = visits.group_by("referral_key").agg(met_on=pl.col("started_on").min())
    return (
        known.join(_authorized(frames.authorizations, day), on="referral_key", how="left", maintain_order="left")
        .join(_appointed(frames.appointments, day), on="referral_key", how="left", maintain_order="left")
        .join(met, on="referral_key", how="left", maintain_order="left")
        .with_columns(
            pl.col("is_approved", "is_denied", "is_requested").fill_null(value=False),
            seen_on=pl.min_horizontal("appointment_kept_on", "met_on"),
        )
        .drop("appointment_kept_on", "met_on")
    )


def _by(name: str, day: date) -> pl.Expr:
    return pl.when(pl.col(name) <= day).then(name)


def _authorized(authorizations: pl.DataFrame, day: date) -> pl.DataFrame:
    """By referral: is_approved, is_denied, is_asked, requested_on, decided_on, authorization_number, authorized_until. One approval outdoes all refusals."""
    state = pl.col("state")
    gone = (str(AuthorizationState.CANCELLED), str(AuthorizationState.NOT_REQUIRED))
    rows = authorizations.filter(pl.col("referral_key").is_not_null() & ~state.is_in(gone))
    rows = rows.filter(pl.coalesce("requested_on", "decided_on", pl.lit(day)) <= day)
    is_decided = ~state.is_in(fits.UNDECIDED) & (pl.col("decided_on").is_null() | (pl.col("decided_on") <= day))
    rows = rows.with_columns(
        is_approved=is_decided & state.is_in(fits.APPROVED),
        is_denied=is_decided & (state == str(AuthorizationState.DENIED)),
        is_requested=~is_decided,
    )
    approved, denied, requested = pl.col("is_approved"), pl.col("is_denied"), pl.col("is_requested")
    waivers = authorizations.filter(
        pl.col("referral_key").is_not_null() & (state == str(AuthorizationState.NOT_REQUIRED))
    ).filter(pl.col("decided_on").is_null() | (pl.col("decided_on") <= day))
    summed = rows.group_by("referral_key").agg(
        is_approved=approved.any(),
        is_denied=denied.any() & ~approved.any() & ~requested.any(),
        is_requested=requested.any() & ~approved.any(),
        requested_on=pl.when(approved.any()).then(pl.col("requested_on").filter(approved).min()).otherwise(pl.col("requested_on").max()),
        decided_on=pl.when(approved.any())
        .then(pl.col("decided_on").filter(approved).min())
        .when(~requested.any())
        .then(pl.col("decided_on").max()),
        authorization_number=pl.col("number").filter(approved).first(),
        # Of several, the one that holds longest; an end that nobody told does not limit.
        authorized_until=pl.when(~pl.col("to_on").filter(approved).is_null().any()).then(pl.col("to_on").filter(approved).max()),
    )  # fmt: skip
    freed = waivers.group_by("referral_key").agg(is_not_required=pl.lit(value=True).first())
    return summed.join(freed, on="referral_key", how="full", coalesce=True)


def _appointed(appointments: pl.DataFrame, day: date) -> pl.DataFrame:
    """By referral: kept_on, booked_on and visit_on of the appointment that counts, is_missed, missed_on."""
    state, happens = pl.col("state"), pl.col("happens_on")
    rows = appointments.filter(
        pl.col("referral_key").is_not_null()
        & (state != str(AppointmentState.CANCELLED))
        & (pl.coalesce("booked_on", pl.min_horizontal("happens_on", pl.lit(day))) <= day)
    )
    to_come = happens > day  # what became of it is not known yet, on that day
    is_booked = to_come | (state == str(AppointmentState.BOOKED))
    attended = ~to_come & (state == str(AppointmentState.KEPT))
    missed = ~to_come & (state == str(AppointmentState.MISSED))
    in_order = rows.sort("happens_on", "appointment_key").with_columns(is_booked=is_booked)
    booked = pl.col("is_booked")
    last_missed = happens.filter(missed).max()
    # A visit that was booked for before the missed one, and of which nobody told, is passed over.
    is_current = booked & (happens > last_missed).fill_null(value=True)
    return in_order.group_by("referral_key", maintain_order=True).agg(
        appointment_kept_on=happens.filter(attended).min(),
        booked_on=pl.coalesce(
            pl.col("booked_on").filter(is_current).first(), pl.col("booked_on").filter(~booked).last()
        ),
        visit_on=pl.coalesce(happens.filter(is_current).first(), happens.filter(~booked).last()),
        is_booked=is_current.any(),
        missed_on=pl.when(~is_current.any()).then(last_missed),
    )
