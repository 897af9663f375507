using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Layers;

/// <summary>What each layer of a model gives for an input: found by sending zeros through.</summary>
/// <remarks>
/// A chain is gone through layer by layer. Inside a module that calls its layers itself, a layer is known by its parameters:
/// the recorded operation that took them is the layer's, and its shape the layer's output.
/// </remarks>
internal sealed class ModuleTrace
{
    private readonly Dictionary<Module, Shape> outputs = [];
    private readonly Dictionary<Module, long> work = [];

    /// <summary>The work of the whole model.</summary>
    public long Flops { get; private set; }

    /// <summary>Sends zeros of a shape through a model.</summary>
    public static ModuleTrace Of(Module module, Shape input)
    {
        ModuleTrace trace = new();
        bool before = module.IsTraining;
        Shape? seen = module.SeenInput;
        module.IsTraining = false;
        try
        {
            using BufferScope scope = new();
            using IDisposable recording = Gradient.On();
            DType dtype = module.Parameters().FirstOrDefault()?.DType ?? DType.Float32;
            trace.Pass(module, Tensor.Zeros(input, TakesNumbers(module) ? DType.Int64 : dtype), string.Empty);
        }
        finally
        {
            module.IsTraining = before;
            module.SeenInput = seen;
        }

        return trace;
    }

    /// <summary>The shape that a layer gives, or null.</summary>
    public Shape? OutputOf(Module module) => outputs.TryGetValue(module, out Shape shape) ? shape : (Shape?)null;

    /// <summary>A layer's additions and multiplications, or null.</summary>
    public long? FlopsOf(Module module) => work.TryGetValue(module, out long flops) ? flops : null;

    private Tensor Pass(Module module, Tensor input, string path)
    {
        if (module is Sequential chain)
        {
            Tensor value = input;
            for (int place = 0; place < chain.Count; place++)
            {
                value = Pass(chain[place], value, path.Length == 0 ? $"{place}" : $"{path}.{place}");
            }

            outputs[module] = value.Shape;
            return value;
        }

        // Recording begins anew at each layer, and only through an input that wants a gradient.
        Tensor given = input.Detach();
        given.RequiresGrad = given.DType.IsFloat();
        Tensor output = Forward(module, given, path);
        outputs[module] = output.Shape;
        GradientNode[] nodes = output.GradientEdge() is { } root ? Below(root) : [];
        work[module] = nodes.Sum(FlopCount.Of);
        Flops += work[module];
        foreach ((_, Module child) in module.Children())
        {
            Find(child, nodes);
        }

        return output;
    }

    private static Tensor Forward(Module module, Tensor input, string path)
    {
        try
        {
            return module.Forward(input);
        }
        catch (ArgumentException e) when (path.Length > 0)
        {
            throw new ArgumentException($"Layer {path}, {module}, got {input.Shape}: {e.Message}", e);
        }
    }

    private void Find(Module module, GradientNode[] nodes)
    {
        HashSet<GradientNode> leaves = [.. module.Parameters().Select(parameter => parameter.GradientEdge()).OfType<GradientNode>()];
        GradientNode[] own = [.. nodes.Where(node => node.Inputs.Any(input => input is not null && leaves.Contains(input)))];
        (string Name, Module Child)[] children = [.. module.Children()];
        if (children.Length == 0 && own.Length > 0)
        {
            outputs[module] = own.MaxBy(node => node.Depth)!.Shape;
            work[module] = own.Sum(FlopCount.Of);
        }

        foreach ((_, Module child) in children)
        {
            Find(child, nodes);
        }
    }

    private static bool TakesNumbers(Module module) => module is Embedding || (module is Sequential { Count: > 0 } chain && TakesNumbers(chain[0]));

    private static GradientNode[] Below(GradientNode root)
    {
        HashSet<GradientNode> seen = [root];
        Stack<GradientNode> open = new([root]);
        while (open.TryPop(out GradientNode? node))
        {
            foreach (GradientNode? input in node.Inputs)
            {
                if (input is not null && seen.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        return [.. seen];
    }
}
