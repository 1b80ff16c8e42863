-- $1 business date, $2 job, $3 now. Locks the step, if it waits to be run, and nobody else is taking it: when its night was due, its
-- attempts, and a run that counts for it: one by hand that succeeded, and began after the job before it had ended, or, where that one failed,
-- after the night was due.
select n.prevue, e.tentatives, (
    select max(s.id)
    from pipeline.suivi_job s
    where s.type_job = e.type_job and s.succes and s.date_metier is null and s.date_debut >= n.prevue
      and s.date_debut >= all (
        select f.date_fin
        from pipeline.nuit_etape a
        join pipeline.suivi_job f on f.id = a.suivi
        where a.date_metier = e.date_metier and a.rang < e.rang and a.etat = 'reussie'
      )
  ) as deja
from pipeline.nuit_etape e
join pipeline.nuit n using (date_metier)
where e.date_metier = $1 and e.type_job = $2 and e.etat = 'attend' and e.prochaine <= $3 and n.etat = 'en_cours'
for update of e skip locked
