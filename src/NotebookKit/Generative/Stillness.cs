using NotebookKit.Layers;

namespace NotebookKit.Generative;

/// <summary>Networks that gradients pass through, without collecting any for themselves, until it is disposed: the forger's step leaves the detective alone.</summary>
internal readonly struct Stillness : IDisposable
{
    private readonly List<Parameter> held;

    /// <summary>Holds networks still; parameters that were frozen before stay frozen after.</summary>
    public Stillness(params ReadOnlySpan<Module> networks)
    {
        held = [];
        foreach (Module network in networks)
        {
            held.AddRange(network.Parameters().Where(parameter => parameter.RequiresGrad));
        }

        held.ForEach(parameter => parameter.RequiresGrad = false);
    }

    /// <summary>Lets them learn again.</summary>
    public void Dispose() => held.ForEach(parameter => parameter.RequiresGrad = true);
}
