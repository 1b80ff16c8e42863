-- Adds what compte holds to the weekly use of features.
insert into pipeline.usage_hebdo (semaine, fonctionnalite, utilisateur, nb_evenements)
select semaine, fonctionnalite, utilisateur, sum(nb_evenements)
from compte
where semaine is not null
group by semaine, fonctionnalite, utilisateur
