"""What the title of an ICD-10-CM code tells: that it leaves the side open, or more, though other codes say it."""

import polars as pl

#: Words before which "unspecified" may stand for a side.
SITES = ("ankle", "arm", "breast", "ear", "elbow", "eye", "femur", "finger", "foot", "forearm", "hand", "hip", "humerus", "knee", "leg", "lower", "lung",
         "ovary", "shoulder", "side", "thigh", "thumb", "toe", "toes", "upper", "wrist", "clavicle", "radius", "tibia", "fibula", "ulna", "kidney")  # fmt: skip


def flag_titles(codes: pl.DataFrame) -> pl.DataFrame:
    """Diagnoses of one edition with is_sideless and is_unspecified, by their descriptions."""
    text = pl.col("description")
    unsaid = codes.select("description").filter(text.str.contains("unspecified ", literal=True)).unique()
    turned = [text.str.replace(f"unspecified {word}", f"right {word}", literal=True) for word in ("", *SITES)]
    # The last one, as in "of unspecified site of unspecified breast".
    turned.append(text.str.replace(r"^(.*)unspecified ", "${1}right "))
    titles = codes["description"].implode()
    sideless = unsaid.filter(pl.any_horizontal((other != text) & other.is_in(titles) for other in turned))[
        "description"
    ]
    return codes.with_columns(
        is_sideless=text.is_in(sideless.implode()).fill_null(value=False),
        is_unspecified=text.str.contains(r"unspecified$|^Unspecified|, unspecified").fill_null(value=False),
    )


def is_manifestation() -> pl.Expr:
    """Of diagnoses with has_code_first: whether it is a manifestation of another disease."""
    return pl.col("description").str.contains("classified elsewhere") & pl.col("has_code_first")
