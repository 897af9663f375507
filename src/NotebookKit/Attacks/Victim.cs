using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>A model while it is attacked: in the manner of use, its parameters frozen; at the end everything is as before.</summary>
internal sealed class Victim : IDisposable
{
    private readonly ModelAtRest rest;

    /// <summary>Takes a model.</summary>
    public Victim(Module model)
    {
        rest = new(model);
        Model = model;
    }

    /// <summary>The model.</summary>
    public Module Model { get; }

    /// <summary>d(loss)/d(picture) of each picture's own cross-entropy.</summary>
    public Tensor Slope(Tensor pictures, Tensor labels)
    {
        Tensor input = pictures.Detach();
        input.RequiresGrad = true;
        using (Gradient.On())
        {
            return Gradient.Of(Loss.CrossEntropy(Model.Forward(input), labels, reduction: Reduction.Sum), input);
        }
    }

    /// <summary>The scores, without recording.</summary>
    public Tensor Scores(Tensor pictures)
    {
        using (Gradient.Off())
        {
            Tensor scores = Model.Forward(pictures);
            return scores.Rank == 2 && scores.Shape[0] == pictures.Shape[0]
                ? scores
                : throw new ArgumentException($"An attack needs a model that gives scores [{pictures.Shape[0]}, classes] for {pictures.Shape}, and this one gave {scores.Shape}.");
        }
    }

    /// <summary>The classes that the model says.</summary>
    public long[] Says(Tensor pictures) => Scores(pictures).ArgMax(1).ToArray<long>();

    /// <summary>How far the best other class is above the label's, for each picture: above 0 where the model is wrong.</summary>
    public double[] Margins(Tensor pictures, Tensor labels)
    {
        using BufferScope scope = new();
        Tensor scores = Scores(pictures);
        return Margins(scores, labels.ToArray<long>());
    }

    /// <inheritdoc/>
    public void Dispose() => rest.Dispose();

    /// <summary>Best other score less the label's.</summary>
    internal static double[] Margins(Tensor scores, long[] labels)
    {
        double[] all = scores.Detach().To(DType.Float64).ToArray<double>();
        int classes = scores.Shape[1];
        double[] margins = new double[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            double other = double.NegativeInfinity;
            for (int c = 0; c < classes; c++)
            {
                other = c == labels[i] ? other : Math.Max(other, all[(i * classes) + c]);
            }

            margins[i] = other - all[(i * classes) + (int)labels[i]];
        }

        return margins;
    }
}
