-- Nuits : la chaîne de chaque date métier, étape par étape.
-- Une ligne par étape, la nuit la plus récente d'abord. Une étape n'est inscrite que lorsque la précédente est finie.
-- $1 nombre (entier, facultatif, de 1 à 10000) : nuits au plus ; vide, 14
select n.date_metier as nuit, n.etat, n.prevue, n.debut, n.fin, e.rang, e.type_job as travail, e.etat as etat_etape, e.tentatives, e.prochaine, e.suivi as execution, s.duree_ms, e.erreur
from (select * from pipeline.nuit order by date_metier desc limit coalesce($1::integer, 14)) n
left join pipeline.nuit_etape e using (date_metier)
left join pipeline.suivi_job s on s.id = e.suivi
order by n.date_metier desc, e.rang;
