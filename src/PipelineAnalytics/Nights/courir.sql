-- $1 business date, $2 job, $3 its run
update pipeline.nuit_etape
set etat = 'court', suivi = $3, tentatives = tentatives + 1
where date_metier = $1 and type_job = $2
