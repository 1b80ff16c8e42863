-- $1 subject, $2 night, $3 error, $4 when it is tried again
-- A failure by hand is of no night, and says nothing of a night's attempts.
update pipeline.alerte
set erreur = $3, nuit = greatest(nuit, $2), prochain = case when $2::date is null then prochain else $4 end
where sujet = $1
