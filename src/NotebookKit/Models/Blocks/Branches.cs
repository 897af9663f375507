using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Modules side by side: each gets the same input, and their maps lie one after the other along the channels.</summary>
/// <remarks>[N, C, H, W] becomes [N, C1 + C2 + ..., P, Q]; all branches give maps of one size. Szegedy et al., Going deeper with convolutions, 2014; lectures S1, S2 L11.</remarks>
public class Branches : Block
{
    private readonly OrderedDictionary<string, Module> branches = [];

    /// <summary>Puts named branches side by side.</summary>
    public Branches(params IReadOnlyList<(string Name, Module Branch)> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        foreach ((string name, Module branch) in branches)
        {
            this.branches.Add(name, branch);
        }
    }

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Tensor.Concat([.. branches.Values.Select(branch => step(branch, input))], 1);
    }
}
