using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Optimizers;

/// <summary>Keeps the gradients of a step within bounds, where a steep place would throw the weights far away.</summary>
/// <remarks>Call it between <c>Backward</c> and <c>Step</c>, or set <see cref="Optimizer.ClipNorm"/> or <see cref="Optimizer.ClipValue"/>.</remarks>
public static class Clip
{
    /// <summary>Shortens the gradients, all by one factor, if the length of all of them together is above a bound: the direction stays.</summary>
    /// <remarks>Each gradient times min(1, most / (norm + 1e-6)). Pascanu, Mikolov and Bengio 2013; the 1e-6 is PyTorch's.</remarks>
    /// <param name="parameters">The parameters whose gradients are changed; those without one count as 0.</param>
    /// <param name="most">The bound.</param>
    /// <returns>The length before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The length is NaN or infinite; nothing was changed.</exception>
    public static double ByNorm(IEnumerable<Parameter> parameters, double most)
    {
        Bound(nameof(ByNorm), most);
        Parameter[] all = [.. parameters];
        double norm = Norm(all);
        if (!double.IsFinite(norm))
        {
            CheckFinite(all);
            throw new InvalidOperationException($"ByNorm: the norm of the gradients is {norm}, though each number is finite; cut them with Clip.ByValue first, or use a smaller LearningRate.");
        }

        double factor = most / (norm + 1e-6);
        if (factor < 1)
        {
            foreach (Tensor gradient in Gradients(all))
            {
                Ops.InPlace.Scale(gradient, factor);
            }
        }

        return norm;
    }

    /// <summary>Cuts each number of the gradients to a bound: the direction changes.</summary>
    /// <param name="parameters">The parameters whose gradients are changed.</param>
    /// <param name="most">The largest size that stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0.</exception>
    public static void ByValue(IEnumerable<Parameter> parameters, double most)
    {
        Bound(nameof(ByValue), most);
        foreach (Tensor gradient in Gradients(parameters))
        {
            Ops.InPlace.Clamp(gradient, -most, most);
        }
    }

    /// <summary>The length of all gradients together, as one vector.</summary>
    public static double Norm(IEnumerable<Parameter> parameters)
    {
        using IDisposable off = Gradient.Off();
        using BufferScope scope = new();
        double sum = 0;
        foreach (Tensor gradient in Gradients(parameters))
        {
            double length = gradient.Norm().Item();
            sum += length * length;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Fails, naming the parameter, if a gradient holds NaN or infinity.</summary>
    /// <exception cref="InvalidOperationException">One does.</exception>
    public static void CheckFinite(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using IDisposable off = Gradient.Off();
        using BufferScope scope = new();
        int number = 0;
        foreach (Parameter parameter in parameters)
        {
            // 0 times a finite number is 0, and NaN times anything else.
            if (parameter.Grad is { } gradient && (gradient * 0).Sum().Item() != 0)
            {
                throw new InvalidOperationException(
                    $"Step: the gradient of {parameter.Label} (parameter {number}) holds NaN or infinity; nothing was moved. Look at the inputs and the loss, or use a smaller LearningRate.");
            }

            number++;
        }
    }

    private static IEnumerable<Tensor> Gradients(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Distinct().Select(parameter => parameter.Grad).OfType<Tensor>();
    }

    private static void Bound(string operation, double most)
    {
        if (!(most > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(most), most, $"{operation}: the bound is a number above 0.");
        }
    }
}
