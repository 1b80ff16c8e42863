-- La dernière chaîne, travail par travail
-- Les exécutions de la dernière nuit ; d'une chaîne lancée à la main, celles depuis son premier travail. Les durées sont en millisecondes.
with debut as (
  select date_debut, date_metier
  from pipeline.suivi_job
  where type_job = 'dump-for-analytics' and not coalesce(resultat ? 'cameBack', false)
  order by date_debut desc, id desc
  limit 1
)
select s.id, s.type_job, s.date_debut, s.date_fin, s.succes, s.duree_ms, s.date_metier, s.resultat, s.erreur,
       s.date_fin is null and exists (
         -- Un rôle sans pg_read_all_stats ne voit pas le début des sessions des autres : un signe de vie récent en tient lieu.
         select
         from pg_stat_activity a
         where a.pid = s.session_pid
           and (a.backend_start = s.session_debut or (a.backend_start is null and s.battement > clock_timestamp() - interval '10 minutes'))
       ) as en_cours
from pipeline.suivi_job s
cross join debut d
where s.type_job in ('dump-for-analytics', 'charger-les-evenements', 'enrichir-les-evenements', 'charger-les-vues')
  and case when d.date_metier is null then s.date_debut >= d.date_debut else s.date_metier = d.date_metier end
order by s.date_debut, s.id
