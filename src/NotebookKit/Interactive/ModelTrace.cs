using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Interactive;

/// <summary>One layer of a model and what it did with an input.</summary>
/// <param name="Name">Its place in the model.</param>
/// <param name="What">The layer with its sizes.</param>
/// <param name="Result">The shape of what came out; null when nothing was sent through it alone.</param>
/// <param name="Parameters">How many numbers it learns.</param>
/// <param name="Flops">How much it computed.</param>
internal sealed record TracedLayer(string Name, string What, Shape? Result, int Parameters, double Flops);

/// <summary>An input sent through a model, layer by layer where the model is a chain; a module of another kind is one step.</summary>
internal sealed record ModelTrace(IReadOnlyList<TracedLayer> Layers)
{
    /// <summary>Sends zeros of a shape through a model; without a shape only lists the layers.</summary>
    public static ModelTrace Of(Module model, Shape? shape)
    {
        List<TracedLayer> layers = [];
        if (shape is not { } sizes)
        {
            Walk(model, string.Empty, (name, layer) => layers.Add(new TracedLayer(name, layer.ToString(), null, layer.ParameterCount, 0)));
            return new ModelTrace(layers);
        }

        bool training = model.IsTraining;
        model.IsTraining = false;
        try
        {
            using (Gradient.Off())
            {
                // Words and classes go in as whole numbers.
                Tensor value = Tensor.Zeros(sizes, FirstOf(model) is Embedding ? DType.Int64 : model.Parameters().FirstOrDefault()?.DType ?? DType.Float32);
                Walk(model, string.Empty, (name, layer) => value = Step(layers, name, layer, value));
            }
        }
        finally
        {
            model.IsTraining = training;
        }

        return new ModelTrace(layers);
    }

    /// <summary>The shape of one input, where the first layer says it.</summary>
    public static Shape? Guess(Module model) => FirstOf(model) is Linear linear ? new Shape(1, linear.Weight.Shape[1]) : default(Shape?);

    // Flatten and the like do not say what they take: the first layer that learns does.
    private static Module? FirstOf(Module model)
    {
        List<Module> found = [];
        Walk(model, string.Empty, (_, layer) => found.Add(layer));
        return found.Find(layer => layer.ParameterCount > 0);
    }

    private static Tensor Step(List<TracedLayer> layers, string name, Module layer, Tensor value)
    {
        Profiler profiler = new();
        Tensor result;
        using (profiler.Start())
        {
            try
            {
                result = layer.Forward(value);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"layer {name}, {layer}, got {value.Shape}: {e.Message}", e);
            }
        }

        layers.Add(new TracedLayer(name, layer.ToString(), result.Shape, layer.ParameterCount, profiler.Operations.Sum(operation => operation.Flops)));
        return result;
    }

    private static void Walk(Module module, string path, Action<string, Module> visit)
    {
        if (module is not Sequential chain)
        {
            visit(path.Length == 0 ? module.GetType().Name : path, module);
            return;
        }

        for (int place = 0; place < chain.Count; place++)
        {
            Walk(chain[place], path.Length == 0 ? $"{place}" : $"{path}.{place}", visit);
        }
    }
}
