using System.Runtime.InteropServices;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>A day's events: people open the app, do a few things one after the other, and close it.</summary>
internal sealed class Journee(DateTime maintenant, Fonctionnalites fonctionnalites, SeededRandom random)
{
    private const double UneAutre = 0.6;
    private const int AuPlus = 20;

    // Reused from day to day. The key is how far an event has come: when it happened, arrived, was committed; in ticks.
    private readonly List<(long Key, Evenement Evenement)> _day = [];

    // A field, not the parameter: the sequence goes on from one day to the next.
    private SeededRandom _random = random;
    private int _lastId;

    /// <summary>The day's events in the order of their commits. Enumerate them before asking for another day.</summary>
    public IEnumerable<Evenement> Generate(Jour jour, Presents presents)
    {
        _day.Clear();
        while (_day.Count < jour.Evenements)
            AddSession(jour, presents.Pick(_random.Chance(jour.PartConseillers), ref _random));
        SortAsArrived();
        TakeIds();
        SortAsCommitted();
        return _day.Select(one => one.Evenement);
    }

    private void AddSession(Jour jour, Acteur acteur)
    {
        var date = Start(jour.Date, acteur.Conseiller);
        for (var i = 0; i < AuPlus && _day.Count < jour.Evenements && date <= maintenant; i++)
        {
            _day.Add((date.Ticks, Observe(date, acteur)));
            if (!_random.Chance(UneAutre)) return;
            date = date.AddMicroseconds(3_000_000 + _random.Below(90_000_000));
        }
    }

    /// <summary>A moment of the day. On the current day it is over: early in the morning, any moment since midnight will do.</summary>
    private DateTime Start(DateOnly jour, bool conseiller)
    {
        for (var i = 0; i < 20; i++)
        {
            var drawn = Horloge.Draw(jour, conseiller, ref _random);
            if (drawn <= maintenant) return drawn;
        }

        var midnight = Horloge.Midnight(jour);
        return midnight.AddMicroseconds(Math.Floor((maintenant - midnight).TotalMicroseconds * _random.Fraction()));
    }

    private Evenement Observe(DateTime date, Acteur acteur) => new(0, date, fonctionnalites.Pick(acteur, ref _random),
        _random.Chance(0.003) ? null : acteur.Id,
        _random.Chance(0.002) ? null : acteur.Type,
        acteur.StructureDeclaree(ref _random));

    // The network takes its time: up to 20 seconds from the telephone to the server, which numbers what arrives.
    private void SortAsArrived() => DelayAndSort(20);

    private void TakeIds()
    {
        foreach (ref var one in CollectionsMarshal.AsSpan(_day))
        {
            // A number that was taken and rolled back is never given again.
            _lastId += _random.Chance(0.002) ? 2 : 1;
            one.Evenement = one.Evenement with { Id = _lastId };
        }
    }

    // Then up to 30 seconds until the commit: ids are not in its order.
    private void SortAsCommitted() => DelayAndSort(30);

    private void DelayAndSort(int upToSeconds)
    {
        foreach (ref var one in CollectionsMarshal.AsSpan(_day))
            one.Key += _random.Below(upToSeconds * 1000) * TimeSpan.TicksPerMillisecond;

        // Ties are told apart by all there is, since the sort is not stable and the rows must be the same everywhere.
        _day.Sort((a, b) => a.Key != b.Key ? a.Key.CompareTo(b.Key)
            : a.Evenement.Date != b.Evenement.Date ? a.Evenement.Date.CompareTo(b.Evenement.Date)
            : string.CompareOrdinal(a.Evenement.IdUtilisateur, b.Evenement.IdUtilisateur));
    }
}
