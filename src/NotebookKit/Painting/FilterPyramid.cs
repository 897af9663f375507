using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Painting;

/// <summary>One layer of random filters with ReLU, at several scales side by side: the picture as it is, at half its size, at a quarter, ...</summary>
/// <remarks>
/// Layers scale1, scale2, scale4, ...: filters of k x k on the picture shrunk so many times by the mean of pixels. Nothing is learned. Each filter has mean 0 or not by
/// chance, and all have length 1. That shallow random filters of several sizes are enough for the statistics of textures was found by Ustyuzhaninov, Brendel, Gatys and Bethge 2016.
/// </remarks>
public sealed class FilterPyramid : Block
{
    private readonly Dictionary<string, Module> scales = [];

    /// <summary>Draws the filters.</summary>
    /// <param name="filters">Filters of a scale.</param>
    /// <param name="kernel">Pixels of a side.</param>
    /// <param name="levels">How many scales, each half as large as the last.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public FilterPyramid(int filters = 48, int kernel = 5, int levels = 4, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        for (int level = 0; level < levels; level++)
        {
            Conv2d conv = new(3, filters, kernel, rng: rng ?? Rng.Current);
            Tensor drawn = Tensor.Normal(conv.Weight.Shape, rng: rng ?? Rng.Current);
            conv.Weight.Set(drawn / drawn.Square().Sum([1, 2, 3]).Sqrt().Reshape(filters, 1, 1, 1));
            scales[$"scale{1 << level}"] = new Sequential(new ReflectionPad2d(kernel / 2), conv, new ReLU());
        }
    }

    /// <summary>All scales, from the finest on; the result is that of the coarsest.</summary>
    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        Tensor picture = input, result = input;
        int level = 0;
        foreach (Module scale in scales.Values)
        {
            picture = level++ == 0 ? input : picture.AvgPool2d(2);
            result = step(scale, picture);
        }

        return result;
    }
}
