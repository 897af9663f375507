using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Attacks;

/// <summary>What an attack did to a set of pictures.</summary>
/// <param name="Attack">The attack, in words.</param>
/// <param name="Count">Pictures.</param>
/// <param name="Before">The share that was read right before.</param>
/// <param name="After">The share that is read right after: the accuracy under attack.</param>
/// <param name="Success">Of those read right before, the share that is wrong now; of an aimed attack the share of all that became the wanted class.</param>
/// <param name="LargestChange">The largest change of a pixel.</param>
/// <param name="MeanLength">The mean length of the changes, sqrt(sum d^2).</param>
public sealed record AttackReport(string Attack, int Count, double Before, double After, double Success, double LargestChange, double MeanLength)
{
    /// <summary>Attacks pictures and counts.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="attack">The attack.</param>
    /// <param name="pictures">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="batchSize">Pictures at once.</param>
    public static AttackReport Of(Module model, IAttack attack, Tensor pictures, Tensor labels, int batchSize = 250)
    {
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(labels);
        Tensor changed = InBatches(model, attack, pictures, labels, batchSize);
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        long[] shown = labels.ToArray<long>(), before = Said(victim, pictures, batchSize), after = Said(victim, changed, batchSize);
        int wasRight = before.Where((said, i) => said == shown[i]).Count(), isRight = after.Where((said, i) => said == shown[i]).Count();
        long[]? wanted = (attack as GradientAttack)?.Aim?.Invoke(labels).ToArray<long>();
        double success = wanted is null
            ? (double)after.Where((said, i) => said != shown[i] && before[i] == shown[i]).Count() / Math.Max(1, wasRight)
            : (double)after.Where((said, i) => said == wanted[i]).Count() / shown.Length;
        Tensor change = changed - pictures.Detach();
        return new(
            attack.ToString() ?? attack.Name, shown.Length, (double)wasRight / shown.Length, (double)isRight / shown.Length, success,
            change.Abs().Max().Item(), NormBall.Lengths(change, BallNorm.Two).Mean().Item());
    }

    /// <summary>Attacks many pictures, a batch at a time.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="attack">The attack.</param>
    /// <param name="pictures">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="batchSize">Pictures at once.</param>
    public static Tensor InBatches(Module model, IAttack attack, Tensor pictures, Tensor labels, int batchSize = 250)
    {
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        List<Tensor> parts = [];
        for (int first = 0; first < pictures.Shape[0]; first += batchSize)
        {
            Cancellation.ThrowIfRequested();
            int end = Math.Min(first + batchSize, pictures.Shape[0]);
            parts.Add(attack.Attack(model, pictures[first..end], labels[first..Math.Min(end, labels.Shape[0])]));
        }

        return parts.Count == 1 ? parts[0] : Tensor.Concat(parts);
    }

    /// <summary>The shares, in a line.</summary>
    public override string ToString() => $"{Attack}: {Before:P1} right before, {After:P1} after; {Success:P1} success; largest change {LargestChange:G4}, mean length {MeanLength:G4}";

    /// <summary>Pictures before, the change (blue down, orange-red up), and after, in three rows with what the model says.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="before">[N, 1, H, W] or [N, 3, H, W], values 0 to 1.</param>
    /// <param name="after">The same after the attack.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="classNames">Names of the classes; numbers when null.</param>
    /// <param name="title">Stands above.</param>
    /// <exception cref="ArgumentException">The pictures are not [N, 1, H, W] or [N, 3, H, W].</exception>
    public static Figure ToFigure(Module model, Tensor before, Tensor after, Tensor labels, IReadOnlyList<string>? classNames = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Rank != 4 || before.Shape[1] is not (1 or 3) || before.Shape != after.Shape)
        {
            throw new ArgumentException($"AttackReport: draws pictures [N, 1, H, W] or [N, 3, H, W], and got {before.Shape} and {after.Shape}.", nameof(before));
        }

        using Victim victim = new(model);
        long[] shown = labels.ToArray<long>();
        Caption[] Said(Tensor pictures) => [.. victim.Says(pictures).Select((said, i) => new Caption(classNames?[(int)said] ?? $"{said}", said == shown[i] ? Mark.Right : Mark.Wrong))];
        Tensor change = (after - before).Mean(1, keepDim: true);
        double most = Math.Max(change.Abs().Max().Item(), 1e-9);
        byte[] noise = [.. change.ToArray<double>().SelectMany(value => Tint(value / most))];
        byte[] pixels = [.. Rgb(before), .. noise, .. Rgb(after)];
        Caption[] captions = [.. Said(before), .. Enumerable.Repeat(new Caption($"up to {most:G2}"), shown.Length), .. Said(after)];
        return Chart.Images(pixels, before.Shape[2], before.Shape[3], captions, title, shown.Length, 3);
    }

    private static long[] Said(Victim victim, Tensor pictures, int batchSize) =>
        [.. Enumerable.Range(0, (pictures.Shape[0] + batchSize - 1) / batchSize).SelectMany(b => victim.Says(pictures[(b * batchSize)..Math.Min((b + 1) * batchSize, pictures.Shape[0])]))];

    private static byte[] Rgb(Tensor pictures) =>
        (pictures.Expand([pictures.Shape[0], 3, pictures.Shape[2], pictures.Shape[3]]).Permute(0, 2, 3, 1).Clamp(0, 1) * 255).Round().To(DType.UInt8).ToArray<byte>();

    // White at 0, blue below, orange-red above.
    private static byte[] Tint(double share)
    {
        (double r, double g, double b) = share < 0 ? (33.0, 102.0, 172.0) : (214.0, 72.0, 30.0);
        double part = Math.Min(1, Math.Abs(share));
        return [(byte)(255 + (part * (r - 255))), (byte)(255 + (part * (g - 255))), (byte)(255 + (part * (b - 255)))];
    }
}
