-- {zone} the business time zone, an IANA name that was checked. {columns} of the old table under our names, null where it has none; {enriched} tells whether a row was enriched.
-- Days and weeks are computed, not believed: they decide the partition.
create temp view reprise as
select {columns},
       case when {enriched} and isfinite(o.date_evenement) then (o.date_evenement at time zone case when o.date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then '{zone}' else 'UTC' end)::date end as jour_calcule
from public.evenement_engagement o
