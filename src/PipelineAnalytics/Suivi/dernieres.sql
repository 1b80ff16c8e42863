-- $1 how many. A run without an end is going on as long as its session is there; otherwise its process was killed.
select s.id, s.type_job, s.date_debut, s.date_fin, s.succes, s.resultat::text, s.nb_erreurs, s.erreur, s.duree_ms,
       s.date_fin is null and exists (select from pg_stat_activity a where a.pid = s.session_pid and a.backend_start = s.session_debut) as en_cours
from pipeline.suivi_job s
order by s.id desc
limit $1
