using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>Something that is added to a loss to hold the weights of a model small; biases are left alone.</summary>
/// <remarks>
/// Two ways to the same gradient. As a term of the loss: <c>loss = Loss.CrossEntropy(scores, labels) + penalty.Value()</c>. Or in place, one
/// loop over each weight's buffer between the way back and the step: <c>loss.Backward(); penalty.AddGradients(); optimizer.Step();</c>.
/// A weight without a gradient (a frozen one) is left alone by the second.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public abstract class Penalty
{
    private readonly Parameter[] weights;

    private protected Penalty(IEnumerable<Parameter> weights, double strength, double samples)
    {
        ArgumentNullException.ThrowIfNull(weights);
        this.weights = [.. weights];
        string name = GetType().Name;
        if (this.weights.Length == 0)
        {
            throw new ArgumentException($"{name}: there are no weights to hold small; does the model hold its layers in fields?", nameof(weights));
        }

        LossSteps.Positive(name, nameof(strength), strength, orZero: true);
        LossSteps.Positive(name, nameof(samples), samples);
    }

    /// <summary>The weights that it holds small.</summary>
    public IReadOnlyList<Parameter> Weights => weights;

    /// <summary>The penalty of all weights, a single number that can be added to a loss.</summary>
    public Tensor Value()
    {
        Tensor sum = ValueOf(weights[0]);
        foreach (Parameter weight in weights.AsSpan(1))
        {
            sum += ValueOf(weight);
        }

        return sum;
    }

    /// <summary>Adds the penalty's gradient to that of each weight, in place.</summary>
    public void AddGradients()
    {
        foreach (Parameter weight in weights)
        {
            if (weight.Grad is { } gradient)
            {
                AddTo(gradient, weight);
                gradient.Storage.Changed();
            }
        }
    }

    /// <summary>The penalty of one weight tensor.</summary>
    private protected abstract Tensor ValueOf(Parameter weight);

    /// <summary>gradient += dC/dw for one weight tensor.</summary>
    private protected abstract void AddTo(Tensor gradient, Parameter weight);

    // The loop of the optimisers with the two parts exchanged: what it moves is the gradient, and what it reads is the weight.
    private protected static void Add(Tensor gradient, Parameter weight, double absolute, double squared)
    {
        if (weight.DType == DType.Float32)
        {
            weight.Device.Update<NormPenaltyRule<float>, float>(new(absolute, squared), gradient, weight);
        }
        else
        {
            weight.Device.Update<NormPenaltyRule<double>, double>(new(absolute, squared), gradient, weight);
        }
    }

    // w = sign(w) max(|w| keep - less, 0), in place.
    private protected void Shrink(double keep, double less)
    {
        foreach (Parameter weight in weights)
        {
            if (weight.DType == DType.Float32)
            {
                weight.Device.Update<ShrinkRule<float>, float>(new(keep, less), weight, weight);
            }
            else
            {
                weight.Device.Update<ShrinkRule<double>, double>(new(keep, less), weight, weight);
            }

            weight.Storage.Changed();
        }
    }
}
