-- $1 business date, $2 job, $3 its last run or null, $4 error or null, $5 when it may run, $6 how many attempts not to count. It waits again. The word
-- of a run that was given up, and whose step is another's or waits for one, does not count.
update pipeline.nuit_etape
set etat = 'attend', erreur = coalesce($4, erreur), prochaine = $5, enfilee = null, tentatives = greatest(tentatives - $6, 0)
where date_metier = $1 and type_job = $2 and (etat = 'attend' and $3 is null or etat = 'court' and suivi = $3)
