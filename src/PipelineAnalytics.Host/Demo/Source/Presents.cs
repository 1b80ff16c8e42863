namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>Those who use the app in one week, each as much as the week is one of his.</summary>
internal sealed class Presents
{
    private readonly WeightedChoice<Acteur> _jeunes, _conseillers;

    public Presents(IEnumerable<Acteur> acteurs, int semaine)
    {
        var present = acteurs.Select((acteur, i) => (Acteur: acteur, Poids: acteur.Assiduite.PoidsEn(semaine, i))).ToArray();
        _jeunes = new WeightedChoice<Acteur>(present.Where(one => !one.Acteur.Conseiller));
        _conseillers = new WeightedChoice<Acteur>(present.Where(one => one.Acteur.Conseiller));
    }

    /// <summary>A conseiller or a jeune; one of the others should there be none that week. Never are both groups empty.</summary>
    public Acteur Pick(bool conseiller, ref SeededRandom random) =>
        ((conseiller && !_conseillers.IsEmpty) || _jeunes.IsEmpty ? _conseillers : _jeunes).Pick(ref random);
}
