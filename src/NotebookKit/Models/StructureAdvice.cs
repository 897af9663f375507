using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The rules by which convolutional networks are drawn by hand: from layer to layer maps become smaller and more, typically by a factor of 2 every few layers.</summary>
/// <remarks>Rules, no laws: a network that breaks them may be right. Lecture S1 (Training convolutional networks).</remarks>
public static class StructureAdvice
{
    /// <summary>Above what growth of the number of maps, from one size to the next, a warning is given.</summary>
    public const double MostGrowth = 4;

    /// <summary>What a network does otherwise, a sentence each; nothing where it follows the rules.</summary>
    /// <param name="build">Makes the network, which is counted without numbers.</param>
    /// <param name="input">The shape of its pictures, with a batch axis.</param>
    public static IReadOnlyList<string> For(Func<Module> build, Shape input)
    {
        // Of maps of one size the most count: squeezing between two layers is no step of the structure.
        (int Size, int Maps)[] stages = [.. ModuleSummary.Of(build, input).Layers.Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal) && layer.Output is { Rank: 4 })
            .Select(layer => (Size: layer.Output!.Value[2], Maps: layer.Output.Value[1]))
            .GroupBy(layer => layer.Size).Select(stage => (stage.Key, stage.Max(layer => layer.Maps)))];
        List<string> advice = [];
        if (stages.Length == 0)
        {
            return ["The network has no convolution of images."];
        }

        if (stages.Length == 1)
        {
            advice.Add($"All maps have size {stages[0].Size}: make them smaller by pooling or a stride, so that later layers see more of the picture.");
        }

        foreach (((int Size, int Maps) before, (int Size, int Maps) after) in stages.Zip(stages.Skip(1)))
        {
            string step = $"from size {before.Size} to {after.Size} the number of maps goes from {before.Maps} to {after.Maps}";
            if (after.Size > before.Size)
            {
                advice.Add($"Maps become larger, {step}: a classifier makes them smaller.");
            }
            else if (after.Maps < before.Maps)
            {
                advice.Add($"Maps become smaller and fewer, {step}: double them where the size halves, or information is lost.");
            }
            else if (after.Maps > MostGrowth * before.Maps)
            {
                advice.Add($"The number of maps jumps, {step}: a factor of 2 is usual.");
            }
        }

        return advice;
    }
}
