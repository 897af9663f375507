using NotebookKit.Data;

namespace NotebookKit.Regularization;

/// <summary>Cross validation and the bootstrap: the same training several times, each judged by examples that it did not see.</summary>
/// <remarks>Stone 1974; Efron 1979; lecture S1 (perform cross validation or bootstrap).</remarks>
public static class CrossValidation
{
    /// <summary>Trains and judges once a fold.</summary>
    /// <param name="folds">From <see cref="Splits.KFold"/> or <see cref="Splits.StratifiedKFold"/>.</param>
    /// <param name="score">Trains on a fold's training examples, and gives a score on its test examples.</param>
    /// <exception cref="ArgumentException">There are no folds.</exception>
    public static CrossValidationResult Run(IReadOnlyList<Fold> folds, Func<Fold, double> score)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(score);
        return folds.Count == 0
            ? throw new ArgumentException("CrossValidation: there are no folds; Splits.KFold makes them.", nameof(folds))
            : new CrossValidationResult([.. folds.Select(score)]);
    }

    /// <summary>Cuts a data set into k folds with the classes in equal shares, and trains and judges once a fold.</summary>
    /// <param name="data">The set.</param>
    /// <param name="folds">k.</param>
    /// <param name="score">Trains on the first set, and gives a score on the second.</param>
    /// <param name="rng">Where the folds come from; the session's generator when null.</param>
    public static CrossValidationResult Run(Dataset data, int folds, Func<Dataset, Dataset, double> score, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(score);
        return Run(Splits.StratifiedKFold(data.Labels, folds, rng), fold => score(data.Select(fold.Train), data.Select(fold.Test)));
    }

    /// <summary>Trains on bootstrap samples and judges each time with the examples that were not drawn.</summary>
    /// <param name="count">N, the examples.</param>
    /// <param name="samples">How many times.</param>
    /// <param name="score">Trains on the examples drawn, and gives a score on those left.</param>
    /// <param name="rng">Where the samples come from; the session's generator when null.</param>
    public static CrossValidationResult Bootstrap(int count, int samples, Func<BootstrapSample, double> score, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        return new CrossValidationResult([.. Enumerable.Range(0, samples).Select(_ => score(Splits.Bootstrap(count, rng)))]);
    }
}

/// <summary>The scores of all turns.</summary>
/// <param name="Scores">A score a turn.</param>
[Display.TypeFormatterSource(typeof(Display.CrossValidationFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record CrossValidationResult(IReadOnlyList<double> Scores)
{
    /// <summary>The mean score.</summary>
    public double Mean => Scores.Average();

    /// <summary>How far the scores spread: their standard deviation, with n - 1; NaN of one score.</summary>
    public double Deviation => Math.Sqrt(Scores.Sum(score => (score - Mean) * (score - Mean)) / (Scores.Count - 1));

    /// <summary>Mean and spread in a line.</summary>
    public override string ToString() => $"{Mean:G4} +- {Deviation:G2} over {Scores.Count} turns";
}
