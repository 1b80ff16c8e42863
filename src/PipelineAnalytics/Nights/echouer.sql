-- $1 business date, $2 job, $3 its last run, $4 the job that runs nevertheless or null, $5 now, $6 error. Nothing happens where that run was given up.
with faite as (
  update pipeline.nuit_etape
  set etat = 'echouee', erreur = $6
  where date_metier = $1 and type_job = $2 and etat = 'court' and suivi = $3
  returning rang
), suite as (
  insert into pipeline.nuit_etape (date_metier, type_job, rang, etat, prochaine)
  select $1, $4, rang + 1, 'attend', $5
  from faite
  where $4::text is not null
  on conflict do nothing
)
update pipeline.nuit
set fin = $5, etat = 'echouee'
where date_metier = $1 and $4::text is null and exists (select from faite)
returning etat
