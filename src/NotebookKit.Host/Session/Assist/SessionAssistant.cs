using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Session.Assist;

/// <summary>Answers questions about code that is being written, from what the session has declared so far.</summary>
internal sealed class SessionAssistant(Func<DraftSurroundings> surroundings)
{
    private DraftSurroundings? around;
    private CSharpCompilation? last;

    /// <summary>The answer; an empty one where nothing is known. Questions come one after another.</summary>
    public AssistEvent Answer(AssistRequest question)
    {
        try
        {
            return question switch
            {
                CompleteRequest complete => Complete(complete),
                InspectRequest inspect => Inspect(inspect),
                _ => Completeness.Of(question.Id, question.Code),
            };
        }
#pragma warning disable CA1031 // Half-written code takes the compiler to odd places: no answer is better than no session.
        catch (Exception)
#pragma warning restore CA1031
        {
            return question switch
            {
                CompleteRequest { Cursor: var at } => new CompletionEvent(question.Id, at, at, []),
                InspectRequest => new InspectionEvent(question.Id, null),
                _ => new CompletenessEvent(question.Id, "unknown", ""),
            };
        }
    }

    private CompletionEvent Complete(CompleteRequest question)
    {
        var draft = new CellDraft(question.Code, question.Cursor);
        return draft.LineBefore.StartsWith("#!", StringComparison.Ordinal)
            ? Completions.OfCommands(question.Id, draft)
            : new Completions(draft, ModelOf(draft)).Answer(question.Id);
    }

    private InspectionEvent Inspect(InspectRequest question)
    {
        var draft = new CellDraft(question.Code, question.Cursor);
        return new InspectionEvent(question.Id, draft.LineBefore.StartsWith("#!", StringComparison.Ordinal)
            ? Inspection.OfCommand(draft)
            : new Inspection(draft, ModelOf(draft)).Answer(question.Detail));
    }

    /// <summary>References are bound once as long as no cell has run since.</summary>
    private SemanticModel ModelOf(CellDraft draft)
    {
        var now = surroundings();
        last = now == around && last is not null ? last.ReplaceSyntaxTree(last.SyntaxTrees[0], draft.Tree) : CellCompiler.Draft(now, draft.Tree);
        around = now;
        return last.GetSemanticModel(draft.Tree, ignoreAccessibility: false);
    }
}
