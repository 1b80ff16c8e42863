-- $1 seconds. Steps that nobody runs any more: their run has ended, and whoever ran it did not live to say what follows. Dead runs have been
-- given their end before (Suivi/morts.sql). A step's run that succeeded counts.
select e.date_metier, n.prevue, e.type_job, e.tentatives, s.id, s.succes, coalesce(s.erreur, 'it left no word')
from pipeline.nuit_etape e
join pipeline.nuit n using (date_metier)
join pipeline.suivi_job s on s.id = e.suivi
where e.etat = 'court' and s.date_fin is not null
  -- The one who ran it is about to say so itself.
  and (s.battement < clock_timestamp() - make_interval(secs => $1)
       or not exists (select from pg_stat_activity a where a.pid = s.session_pid and a.backend_start = s.session_debut))
