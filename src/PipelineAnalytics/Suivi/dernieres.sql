-- $1 how many. A run without an end is going on as long as its session is there; otherwise its process was killed.
select s.id, s.type_job, s.date_debut, s.date_fin, s.succes, s.resultat::text, s.nb_erreurs, s.erreur, s.duree_ms,
       s.date_fin is null and exists (
         -- a role without pg_read_all_stats does not see when the sessions of others began: a recent sign of life stands for it
         select
         from pg_stat_activity a
         where a.pid = s.session_pid
           and (a.backend_start = s.session_debut or (a.backend_start is null and s.battement > clock_timestamp() - interval '10 minutes'))
       ) as en_cours
from pipeline.suivi_job s
order by s.id desc
limit $1
