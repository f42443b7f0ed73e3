"""Code sets: ICD-10-CM as the package simple-icd-10-cm carries it, and our own index of everyday words."""

from remindful.edges.codes.icd10cm import icd10cm_index, read_icd10cm

__all__ = ["icd10cm_index", "read_icd10cm"]
