using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Attacks;

/// <summary>What is left of an attack after a disturbance.</summary>
/// <param name="Disturbance">What happened to the pictures.</param>
/// <param name="Clean">The share of pictures without an attack that are read right after it.</param>
/// <param name="Attacked">The share of attacked pictures that are read right after it.</param>
/// <param name="StillFooled">Of the pictures that the attack turned, the share that is wrong after it too.</param>
public sealed record SurvivalLine(string Disturbance, double Clean, double Attacked, double StillFooled)
{
    /// <summary>The three shares, in a line.</summary>
    public override string ToString() => $"{Disturbance,-12}  clean {Clean,7:P1}   attacked {Attacked,7:P1}   still fooled {StillFooled,7:P1}";
}

/// <summary>Whether an attack survives what happens to pictures in the world.</summary>
/// <remarks>Look at both columns: a disturbance that ruins clean pictures too proves nothing about the attack. Lu et al. 2017; lecture S2 L12.</remarks>
/// <param name="Attack">The attack, in words.</param>
/// <param name="Lines">A line for each disturbance, first none.</param>
public sealed record Survival(string Attack, IReadOnlyList<SurvivalLine> Lines)
{
    /// <summary>Attacks pictures, disturbs them, and asks the model again.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="attack">The attack.</param>
    /// <param name="disturbances">What may happen.</param>
    /// <param name="pictures">[N, C, H, W] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="batchSize">Pictures at once.</param>
    /// <exception cref="ArgumentException">The pictures do not fit, or a disturbance changes their shape.</exception>
    public static Survival Of(Module model, IAttack attack, IReadOnlyList<Disturbance> disturbances, Tensor pictures, Tensor labels, int batchSize = 250)
    {
        ArgumentNullException.ThrowIfNull(disturbances);
        Tensor changed = AttackReport.InBatches(model, attack, pictures, labels, batchSize);
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        bool[] before = Right(victim, pictures, labels), after = Right(victim, changed, labels);
        int turned = before.Where((right, i) => right && !after[i]).Count();
        List<SurvivalLine> lines = [];
        foreach (Disturbance disturbance in (Disturbance[])[Disturbance.None, .. disturbances])
        {
            Cancellation.ThrowIfRequested();
            bool[] clean = Right(victim, Disturbed(disturbance, pictures), labels), attacked = Right(victim, Disturbed(disturbance, changed), labels);
            int still = before.Where((right, i) => right && !after[i] && !attacked[i]).Count();
            lines.Add(new(disturbance.Name, Share(clean), Share(attacked), turned == 0 ? double.NaN : (double)still / turned));
        }

        return new(attack.ToString() ?? attack.Name, lines);
    }

    /// <summary>A line for each disturbance.</summary>
    public override string ToString() => string.Join('\n', [Attack, .. Lines.Select(line => line.ToString())]);

    /// <summary>Both accuracies for each disturbance, in percent.</summary>
    /// <param name="title">Stands above; a plain one when null.</param>
    public Figure ToFigure(string? title = null) => Figure.Beside(
        Bars("clean pictures: read right, %", line => line.Clean), Bars("attacked: still fooled, %", line => line.StillFooled)) with
    { Title = title };

    private static Tensor Disturbed(Disturbance disturbance, Tensor pictures)
    {
        Tensor disturbed = disturbance.Change(pictures);
        return disturbed.Shape == pictures.Shape
            ? disturbed
            : throw new ArgumentException($"Survival: {disturbance.Name} makes {disturbed.Shape} of {pictures.Shape}; a disturbance keeps the shape.");
    }

    private static bool[] Right(Victim victim, Tensor pictures, Tensor labels) => [.. victim.Margins(pictures, labels).Select(margin => margin <= 0)];

    private static double Share(bool[] right) => (double)right.Count(is1 => is1) / right.Length;

    private Figure Bars(string title, Func<SurvivalLine, double> value) => Chart.Bars(
        [.. Lines.Select(line => (line.Disturbance, 100 * value(line)))], title, new PlotOptions { YRange = (0, 100) });
}
