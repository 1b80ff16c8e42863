-- La dernière chaîne, travail par travail
-- Les exécutions de la dernière nuit ; d'une chaîne lancée à la main, celles depuis son miroir : un miroir réussi que rien n'a suivi n'est pas une chaîne. Les durées sont en millisecondes.
with execution as (
  select s.*,
         case
           when s.succes then 'reussie'
           when not s.succes then 'echouee'
           when exists (
             -- Un rôle sans pg_read_all_stats ne voit pas le début des sessions des autres : un signe de vie récent en tient lieu.
             select
             from pg_stat_activity a
             where a.pid = s.session_pid
               and (a.backend_start = s.session_debut or (a.backend_start is null and s.battement > clock_timestamp() - interval '10 minutes'))
           ) then 'en_cours'
           else 'interrompue'
         end as etat
  from pipeline.suivi_job s
), debut as (
  select m.id, m.date_debut, m.date_metier
  from execution m
  where m.type_job = 'dump-for-analytics' and not coalesce(m.resultat ? 'cameBack', false)
    and (m.date_metier is not null or m.etat <> 'reussie'
         or exists (select from pipeline.suivi_job e where e.type_job = 'charger-les-evenements' and e.date_metier is null and e.date_debut >= m.date_debut))
  order by m.date_debut desc, m.id desc
  limit 1
)
select e.id, e.type_job, e.etat, e.date_debut, e.date_fin,
       case when e.etat = 'en_cours' then (extract(epoch from clock_timestamp() - e.session_debut) * 1000)::bigint else e.duree_ms end as duree_ms,
       e.date_metier, e.resultat, e.erreur
from execution e
cross join debut d
where e.type_job in ('dump-for-analytics', 'charger-les-evenements', 'enrichir-les-evenements', 'charger-les-vues')
  and case when d.date_metier is null then e.date_metier is null and e.date_debut >= d.date_debut and (e.type_job <> 'dump-for-analytics' or e.id = d.id) else e.date_metier = d.date_metier end
order by e.date_debut, e.id
