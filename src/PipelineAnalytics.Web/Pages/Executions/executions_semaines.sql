-- Semaines calculées par une exécution, sauf celles qu'une autre a recalculées depuis.
-- $1 execution (entier, de 1 à 2147483647) : numéro de l'exécution
select semaine, vue, nb_evenements, provisoire, duree_ms, date_calcul
from pipeline.vue_semaine
where suivi = $1
order by semaine desc, vue;
