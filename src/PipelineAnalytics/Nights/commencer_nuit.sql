-- $1 business date, $2 when it was due, $3 now, $4 the chain's first job. Nothing happens where the night has been begun, by whomever, or another is
-- going on.
with nuit as (
  insert into pipeline.nuit (date_metier, prevue, debut, etat)
  values ($1, $2, $3, 'en_cours')
  on conflict do nothing
  returning date_metier
)
insert into pipeline.nuit_etape (date_metier, type_job, rang, etat, prochaine)
select date_metier, $4, 0, 'attend', $3
from nuit
