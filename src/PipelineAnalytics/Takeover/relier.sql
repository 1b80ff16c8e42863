-- {zone} the business time zone, an IANA name that was checked. {columns} of the old table under our names, null where it has none; {enriched} tells whether a row was enriched.
-- Days and weeks are computed, not believed: they decide the partition.
create temp view reprise as
select {columns},
       case when {enriched} and isfinite(o.date_evenement) then pipeline.jour_local(o.date_evenement, '{zone}') end as jour_calcule
from public.evenement_engagement o
