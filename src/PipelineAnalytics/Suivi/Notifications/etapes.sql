-- $1 night
select e.type_job, e.etat, e.tentatives, s.duree_ms, s.resultat::text, case when e.etat = 'echouee' then e.erreur end
from pipeline.nuit_etape e
left join pipeline.suivi_job s on s.id = e.suivi
where e.date_metier = $1
order by e.rang
