-- $1 now, $2 the time after which a step that was put into the queue and is not run is put there again. Marks and gives the steps whose time has come.
update pipeline.nuit_etape e
set enfilee = $1
from pipeline.nuit n
where n.date_metier = e.date_metier and n.etat = 'en_cours'
  and e.etat = 'attend' and e.prochaine <= $1 and (e.enfilee is null or e.enfilee < $2)
returning e.date_metier, e.type_job
