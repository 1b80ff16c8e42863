-- Durée des exécutions réussies, par jour et par travail.
-- Une ligne par jour et travail ; plusieurs réussites d'un jour comptent par la plus longue. Au plus les 180 derniers jours où quelque chose a tourné.
-- $1 travail (texte, facultatif) : vide, tous
-- $2 depuis (semaine, facultatif) : vide, les 180 derniers jours
-- $3 fuseau (texte, facultatif) : fuseau horaire des jours ; vide, Europe/Paris
with jour as (
  select (date_debut at time zone coalesce($3::text, 'Europe/Paris'))::date as jour, type_job, duree_ms
  from pipeline.suivi_job
  where succes and ($1::text is null or type_job = $1) and ($2::date is null or date_debut >= $2)
), dernier as (
  select distinct jour from jour order by jour desc limit 180
)
select jour, type_job as travail, max(duree_ms) as duree_ms, count(*) as executions
from jour
join dernier using (jour)
group by jour, type_job
order by jour, type_job;
