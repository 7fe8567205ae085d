import type { Frame } from '@stillframe/protocol';
import { baseName, visibleText } from '@stillframe/protocol/reading';
import {
  DebugSession,
  InitializedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
  ThreadEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { completionsIn } from './completions.ts';
import { evaluateCaptured } from './evaluate/evaluateCaptured.ts';
import { createHits, type Hit } from './hits.ts';
import type { SessionSource, SessionView } from './sessionSource.ts';

/** Checks the arguments and gets the hits' source; rejects with one sentence for the person. */
export type SessionStarts = {
  /** Captures that are there already. */
  readonly launch: (args: unknown) => Promise<SessionSource>;
  /** A live service. */
  readonly attach: (args: unknown) => Promise<SessionSource>;
};

/**
 * Hits as a debug session: each is a stopped thread with its stack and variables. Step Over goes to the probe's next hit,
 * Step Back to the previous one. Nothing runs, so nothing can be changed.
 */
export class StillframeSession extends DebugSession {
  readonly #starts: SessionStarts;
  readonly #hits = createHits();
  #source: SessionSource | undefined;
  #isOver = false;

  constructor(starts: SessionStarts) {
    super();
    this.#starts = starts;
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
      supportsEvaluateForHovers: true,
      supportsClipboardContext: true,
      supportsCompletionsRequest: true,
      supportsStepBack: true,
      supportsDelayedStackTraceLoading: true,
      supportTerminateDebuggee: false,
    };
    this.sendResponse(response);
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    this.#begin(response, this.#starts.launch(args));
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: DebugProtocol.AttachRequestArguments,
  ): void {
    this.#begin(response, this.#starts.attach(args));
  }

  #begin(response: DebugProtocol.Response, starting: Promise<SessionSource>): void {
    this.#answer(response, async () => {
      this.#source = await starting;
      // Events come after the answer, in the next turn.
      setImmediate(() => this.sendEvent(new InitializedEvent()));
    });
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.#source?.start(this.#view());
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.#answer(response, async () => {
      const set = await this.#source?.setBreakpoints(source.path ?? '', breakpoints);
      response.body = { breakpoints: [...(set ?? [])] };
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const hits = this.#hits.all.map((hit) => ({ id: hit.threadId, name: this.#describe(hit).name }));
    response.body = { threads: [...hits, ...(this.#source?.threads() ?? [])] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    this.#answer(response, async () => {
      const hit = this.#hits.ofThread(threadId);
      const frames = hit?.capture.frames ?? [];
      const end = levels === undefined || levels === 0 ? undefined : startFrame + levels;
      const wanted = frames.slice(startFrame, end);
      const stackFrames = wanted.map((frame, offset) => this.#stackFrame(frame, hit, startFrame + offset));
      response.body = { totalFrames: frames.length, stackFrames: await Promise.all(stackFrames) };
    });
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    const found = this.#hits.frame(frameId);
    response.body = { scopes: found === undefined ? [] : found.hit.variables.scopes(found.frame) };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.#hits.handles.variables(args) ?? [] };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    const found = this.#hits.frame(frameId);
    if (found === undefined) return this.#refuse(response, 'There is no captured frame here.');
    const { variables } = found.hit;
    const result = evaluateCaptured(expression, found.frame, variables.objects);
    if (!result.ok) return this.#refuse(response, result.error.message);
    const { value, ...rest } = variables.shown(result.value, `(${expression})`);
    const isWhole = context === 'clipboard' && result.value.t === 'string';
    response.body = { result: isWhole && result.value.t === 'string' ? result.value.v : value, ...rest };
    return this.sendResponse(response);
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column, frameId }: DebugProtocol.CompletionsArguments,
  ): void {
    const found = this.#hits.frame(frameId);
    const targets =
      found === undefined ? [] : completionsIn(text.slice(0, column - 1), found.frame, found.hit.variables.objects);
    response.body = { targets };
    this.sendResponse(response);
  }

  protected override nextRequest(response: DebugProtocol.NextResponse, args: DebugProtocol.NextArguments): void {
    this.#step(response, args.threadId, 1);
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse, args: DebugProtocol.StepInArguments): void {
    this.#step(response, args.threadId, 1);
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    args: DebugProtocol.StepOutArguments,
  ): void {
    this.#step(response, args.threadId, 1);
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    args: DebugProtocol.StepBackArguments,
  ): void {
    this.#step(response, args.threadId, -1);
  }

  protected override reverseContinueRequest(
    response: DebugProtocol.ReverseContinueResponse,
    { threadId }: DebugProtocol.ReverseContinueArguments,
  ): void {
    const hit = this.#hits.ofThread(threadId);
    const before = hit === undefined ? 0 : this.#hits.siblings(hit).indexOf(hit);
    this.#step(response, threadId, before === 0 ? -1 : -before);
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false };
    this.sendResponse(response);
    setImmediate(() => this.#source?.resume(this.#hits.ofThread(threadId)));
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#refuse(response, 'The service is never stopped. Set a breakpoint to see a hit.', true);
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#answer(response, async () => {
      await this.#leave();
      super.shutdown();
    });
  }

  /** The client is gone, or the process is asked to end. */
  override shutdown(): void {
    void this.#leave().finally(() => super.shutdown());
  }

  async #leave(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.dispose();
  }

  #view(): SessionView {
    return {
      hits: this.#hits,
      stop: (hit, takesFocus) => this.#stop(hit, takesFocus),
      dismiss: (hit) => {
        this.#hits.remove(hit);
        this.sendEvent(new ThreadEvent('exited', hit.threadId));
      },
      send: (event) => this.sendEvent(event),
      say: (text) => this.#say(text),
      end: () => this.#end(),
    };
  }

  #step(response: DebugProtocol.Response, threadId: number, steps: number): void {
    this.sendResponse(response);
    const hit = this.#hits.ofThread(threadId);
    if (hit === undefined) return;
    const to = this.#hits.neighbour(hit, steps);
    if (to === undefined) this.#say(`This is the ${steps > 0 ? 'newest' : 'oldest'} captured hit.`);
    // In a turn of its own: VS Code clears the old stop when it has the answer, and would clear a new one with it.
    setImmediate(() => {
      this.#stop(hit, to === undefined);
      if (to !== undefined) this.#stop(to, true);
    });
  }

  #stop(hit: Hit, takesFocus: boolean): void {
    const description = this.#describe(hit).state;
    // Never `step`: VS Code hides the description of those, and it says which hit this is.
    const event: DebugProtocol.StoppedEvent = new StoppedEvent('breakpoint', hit.threadId);
    event.body = {
      ...event.body,
      description,
      text: description,
      // The process itself goes on; only this thread of ours stands still.
      allThreadsStopped: false,
      preserveFocusHint: !takesFocus,
    };
    if (takesFocus) for (const note of hit.capture.notes) this.#say(visibleText(note));
    this.sendEvent(event);
  }

  async #stackFrame(frame: Frame, hit: Hit | undefined, index: number): Promise<DebugProtocol.StackFrame> {
    const path = frame.origin === 'node' ? undefined : await this.#source?.resolvePath(frame.file);
    const name = visibleText(frame.name) || '(anonymous)';
    const isForeign = frame.origin !== 'app';
    return {
      id: hit === undefined ? 0 : this.#hits.frameId(hit, index),
      name: frame.isAsync === true ? `await ${name}` : name,
      line: frame.line1,
      column: frame.column1,
      source: {
        name: visibleText(baseName(frame.file)),
        ...(path === undefined ? {} : { path }),
        origin: path === undefined ? visibleText(frame.file) : undefined,
        presentationHint: isForeign || path === undefined ? 'deemphasize' : 'normal',
      },
      presentationHint: isForeign ? 'subtle' : 'normal',
    };
  }

  #describe(hit: Hit): { readonly name: string; readonly state: string } {
    return this.#source?.describe(hit) ?? { name: 'hit', state: '' };
  }

  #say(text: string): void {
    this.sendEvent(new OutputEvent(`${text}\n`, 'console'));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const hit of this.#hits.all) this.sendEvent(new ThreadEvent('exited', hit.threadId));
    this.sendEvent(new TerminatedEvent());
  }

  /** Sends the response when the work is done, or what went wrong. */
  #answer(response: DebugProtocol.Response, work: () => Promise<void>): void {
    work().then(
      () => this.sendResponse(response),
      (error: unknown) => this.#refuse(response, error instanceof Error ? error.message : String(error)),
    );
  }

  #refuse(response: DebugProtocol.Response, message: string, isForUser = false): void {
    // A hover or a watch that has no answer says so in its place; only a session that does not start needs a notification.
    const showUser = isForUser || response.command === 'launch' || response.command === 'attach';
    // A variable, so that braces in the text are not taken for placeholders; its `_` puts it into the response's own message, too.
    this.sendErrorResponse(response, { id: 1, format: '{_message}', variables: { _message: message }, showUser });
  }
}
