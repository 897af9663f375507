namespace NotebookKit.Host.Running;

/// <summary>Watches a run; called from several threads when notebooks run in parallel.</summary>
public interface IRunProgress
{
    /// <summary>A notebook starts.</summary>
    void Started(NotebookFile notebook, int cells);

    /// <summary>A cell (from 1) starts.</summary>
    void CellStarted(NotebookFile notebook, int cell);

    /// <summary>A notebook is done.</summary>
    void Finished(NotebookFile notebook, NotebookResult result);
}
