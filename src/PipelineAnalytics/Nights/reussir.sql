-- $1 business date, $2 job, $3 the run that did it, $4 the job that follows or null, $5 now. What follows the night's last job is its end; it failed
-- when any of its jobs did.
with faite as (
  update pipeline.nuit_etape
  set etat = 'reussie', suivi = $3, erreur = null
  where date_metier = $1 and type_job = $2 and (etat = 'attend' or etat = 'court' and suivi = $3)
  returning rang
), suite as (
  insert into pipeline.nuit_etape (date_metier, type_job, rang, etat, prochaine)
  select $1, $4, rang + 1, 'attend', $5
  from faite
  where $4::text is not null
  on conflict do nothing
)
update pipeline.nuit
set fin = $5,
    etat = case when exists (select from pipeline.nuit_etape where date_metier = $1 and etat = 'echouee') then 'echouee' else 'reussie' end
where date_metier = $1 and $4::text is null and exists (select from faite)
returning etat
