-- $1 partitions: those where a tenth or more of the events of their week is new; the others keep the statistics they have.
select p.nom
from (select semaine, count(*) as nb_evenements from evenement_a_cumuler group by semaine) a
join pipeline.semaine s using (semaine)
cross join lateral (select pipeline.nom_de_partition('', semaine) as suffixe) n
join unnest($1::text[]) p (nom) on right(p.nom, length(n.suffixe)) = n.suffixe
where a.nb_evenements * 10 >= s.nb_evenements
