-- A run that was taken for dead has its end already, or is about to be given it.
-- $1 id, $2 success, $3 result, $4 error, $5 instant, $6 milliseconds
update pipeline.suivi_job
set succes = $2, resultat = $3, erreur = $4, nb_erreurs = case when $2 then 0 else 1 end, date_fin = $5, duree_ms = $6
where id = $1 and date_fin is null and erreur is null
