-- Adds what compte holds to the weekly activity of users.
insert into pipeline.activite_hebdo (semaine, segment, utilisateur, jours, nb_evenements)
select semaine, segment, utilisateur, bit_or(jours), sum(nb_evenements)
from compte
where semaine is not null and utilisateur is not null
group by semaine, segment, utilisateur
