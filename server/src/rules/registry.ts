import { argumentNotConstant } from './argument-not-constant.ts';
import { argumentNotNumber } from './argument-not-number.ts';
import { argumentNotVariable } from './argument-not-variable.ts';
import { argumentValue } from './argument-value.ts';
import { armedAfterRelay } from './armed-after-relay.ts';
import { assignmentInCondition } from './assignment-in-condition.ts';
import { bareName } from './bare-name.ts';
import { bitwiseCondition } from './bitwise-condition.ts';
import { clearTextPassword } from './clear-text-password.ts';
import { commentInDefine } from './comment-in-define.ts';
import { defineValue } from './define-value.ts';
import { commentedDirective } from './commented-directive.ts';
import { conditionRest } from './condition-rest.ts';
import { constantCondition } from './constant-condition.ts';
import { contradictingParameters } from './contradicting-parameters.ts';
import { coreSettingOrder } from './core-setting-order.ts';
import { coreSettingValue } from './core-setting-value.ts';
import { databaseDriverMissing } from './database-driver-missing.ts';
import { databaseUrlMissing } from './database-url-missing.ts';
import { defineInString } from './define-in-string.ts';
import { defineIsFalse } from './define-is-false.ts';
import { dialogNotCreated } from './dialog-not-created.ts';
import { dispatcherAlgorithm } from './dispatcher-algorithm.ts';
import { dialogProfileValue } from './dialog-profile-value.ts';
import { dispatcherAlgorithmNeeds } from './dispatcher-algorithm-needs.ts';
import { dispatcherArgument } from './dispatcher-argument.ts';
import { dispatcherFailoverNotArmed } from './dispatcher-failover-not-armed.ts';
import { dispatcherFailoverOff } from './dispatcher-failover-off.ts';
import { dispatcherListFaults } from './dispatcher-list-faults.ts';
import { dispatcherListMissing } from './dispatcher-list-missing.ts';
import { dispatcherListUnread } from './dispatcher-list-unread.ts';
import { dispatcherLoadNotCounted } from './dispatcher-load-not-counted.ts';
import { dispatcherLoadNotReleased } from './dispatcher-load-not-released.ts';
import { dispatcherMarkForGood } from './dispatcher-mark-for-good.ts';
import { dispatcherMarkState } from './dispatcher-mark-state.ts';
import { dispatcherParallelFailover } from './dispatcher-parallel-failover.ts';
import { dispatcherPingNeedsTm } from './dispatcher-ping-needs-tm.ts';
import { dispatcherPingReplyCodes } from './dispatcher-ping-reply-codes.ts';
import { dispatcherPingRequest } from './dispatcher-ping-request.ts';
import { dispatcherProbing } from './dispatcher-probing.ts';
import { dispatcherSocket } from './dispatcher-socket.ts';
import { dispatcherThreshold } from './dispatcher-threshold.ts';
import { dispatcherUnknownSet } from './dispatcher-unknown-set.ts';
import { dispatcherVariable } from './dispatcher-variable.ts';
import { dispatcherXavpField } from './dispatcher-xavp-field.ts';
import { dispatcherNextNotTried } from './dispatcher-next-not-tried.ts';
import { dispatcherNextUnlike } from './dispatcher-next-unlike.ts';
import { dispatcherNothingSelected } from './dispatcher-nothing-selected.ts';
import { dispatcherSameAgain } from './dispatcher-same-again.ts';
import { dmqGoesOn } from './dmq-goes-on.ts';
import { dmqHandledTooLate } from './dmq-handled-too-late.ts';
import { dmqNotHandled } from './dmq-not-handled.ts';
import { dmqNotificationAddress } from './dmq-notification-address.ts';
import { dmqServerAddress } from './dmq-server-address.ts';
import { doubleReplication } from './double-replication.ts';
import { duplicateCase } from './duplicate-case.ts';
import { duplicateCondition } from './duplicate-condition.ts';
import { duplicateFlag } from './duplicate-flag.ts';
import { duplicateGlobal } from './duplicate-global.ts';
import { duplicateListen } from './duplicate-listen.ts';
import { duplicateLoadmodule } from './duplicate-loadmodule.ts';
import { duplicateModuleParameter } from './duplicate-module-parameter.ts';
import { duplicateRoute } from './duplicate-route.ts';
import { endlessRecursion } from './endless-recursion.ts';
import { expressionType } from './expression-type.ts';
import { flagNeverSet } from './flag-never-set.ts';
import { flagNumber } from './flag-number.ts';
import { functionArgument } from './function-argument.ts';
import { functionArity } from './function-arity.ts';
import { functionNotAllowedInRoute } from './function-not-allowed-in-route.ts';
import { hashSizeNotPower } from './hash-size-not-power.ts';
import { headerLineEnd } from './header-line-end.ts';
import { headerName } from './header-name.ts';
import { htableCounter } from './htable-counter.ts';
import { htableNeverExpires } from './htable-never-expires.ts';
import { htableReplication } from './htable-replication.ts';
import { htableSize } from './htable-size.ts';
import { ignoredResult } from './ignored-result.ts';
import { impossibleComparison } from './impossible-comparison.ts';
import { includeBesideRoot } from './include-beside-root.ts';
import { invalidRegex } from './invalid-regex.ts';
import { iteratorNotStarted } from './iterator-not-started.ts';
import { lateDefine } from './late-define.ts';
import { lockWithoutSet } from './lock-without-set.ts';
import { lockNotReleased } from './lock-not-released.ts';
import { malformedPseudoVariable } from './malformed-pseudo-variable.ts';
import { malformedUri } from './malformed-uri.ts';
import { missingEventRoute } from './missing-event-route.ts';
import { missingFile } from './missing-file.ts';
import { missingModule } from './missing-module.ts';
import { misspeltDefine } from './misspelt-define.ts';
import { misspeltMethod } from './misspelt-method.ts';
import { moduleLoadOrder } from './module-load-order.ts';
import { moduleParameterMissing } from './module-parameter-missing.ts';
import { moduleParameterModuleNotLoaded } from './module-parameter-module-not-loaded.ts';
import { moduleParameterRange } from './module-parameter-range.ts';
import { moduleParameterType } from './module-parameter-type.ts';
import { moduleParameterValue } from './module-parameter-value.ts';
import { nameAfterAddress } from './name-after-address.ts';
import { negatedOperand } from './negated-operand.ts';
import { nestedFunctionCall } from './nested-function-call.ts';
import { numberOverflow } from './number-overflow.ts';
import { offerWithoutSdp } from './offer-without-sdp.ts';
import { openRelay } from './open-relay.ts';
import { openRpc } from './open-rpc.ts';
import { operandNotAllowedInRoute } from './operand-not-allowed-in-route.ts';
import { publicRpcSocket } from './public-rpc-socket.ts';
import { readOnlyPseudoVariable } from './read-only-pseudo-variable.ts';
import { receivedAvpMismatch } from './received-avp-mismatch.ts';
import { regexNotPosix } from './regex-not-posix.ts';
import { relayAfterReply } from './relay-after-reply.ts';
import { relayFromReply } from './relay-from-reply.ts';
import { replicationNotEnabled } from './replication-not-enabled.ts';
import { replyCode } from './reply-code.ts';
import { requestUriPart } from './request-uri-part.ts';
import { reservedWord } from './reserved-word.ts';
import { missingRecordRoute } from './missing-record-route.ts';
import { missingMaxForwardsCheck } from './missing-max-forwards-check.ts';
import { returnZero } from './return-zero.ts';
import { ackNotAbsorbed } from './ack-not-absorbed.ts';
import { portOutOfRange } from './port-out-of-range.ts';
import { rpcNotDispatched } from './rpc-not-dispatched.ts';
import { secondRequestRoute } from './second-request-route.ts';
import { statelessReplyToFailure } from './stateless-reply-to-failure.ts';
import { endlessLoop } from './endless-loop.ts';
import { replyWithoutTransaction } from './reply-without-transaction.ts';
import { resultOfLog } from './result-of-log.ts';
import { caseFallsThrough } from './case-falls-through.ts';
import { statusOfRequest } from './status-of-request.ts';
import { endlessFailover } from './endless-failover.ts';
import type { Rule } from './rule.ts';
import { tcpDisabled } from './tcp-disabled.ts';
import { textAsCondition } from './text-as-condition.ts';
import { timerUnit } from './timer-unit.ts';
import { tlsDisabled } from './tls-disabled.ts';
import { transformationInAssignment } from './transformation-in-assignment.ts';
import { uncheckedCommand } from './unchecked-command.ts';
import { undeclaredCounter } from './undeclared-counter.ts';
import { undeclaredDialogProfile } from './undeclared-dialog-profile.ts';
import { undeclaredFlag } from './undeclared-flag.ts';
import { undeclaredGlobal } from './undeclared-global.ts';
import { undeclaredHtable } from './undeclared-htable.ts';
import { undeclaredMqueue } from './undeclared-mqueue.ts';
import { undeclaredTimer } from './undeclared-timer.ts';
import { undefinedArmedRoute } from './undefined-armed-route.ts';
import { undefinedRoute } from './undefined-route.ts';
import { unescapedSql } from './unescaped-sql.ts';
import { unexpandedVariable } from './unexpanded-variable.ts';
import { unfilledSqlResult } from './unfilled-sql-result.ts';
import { unknownCoreSetting } from './unknown-core-setting.ts';
import { unknownEventRoute } from './unknown-event-route.ts';
import { unknownFunction } from './unknown-function.ts';
import { unknownInnerName } from './unknown-inner-name.ts';
import { unknownLogLevel } from './unknown-log-level.ts';
import { unknownModuleParameter } from './unknown-module-parameter.ts';
import { unknownModule } from './unknown-module.ts';
import { unknownPseudoVariable } from './unknown-pseudo-variable.ts';
import { unknownRtpSet } from './unknown-rtp-set.ts';
import { rtpengineFlag } from './rtpengine-flag.ts';
import { unknownSocket } from './unknown-socket.ts';
import { unknownSqlConnection } from './unknown-sql-connection.ts';
import { unknownTransformation } from './unknown-transformation.ts';
import { unreachableCode } from './unreachable-code.ts';
import { unsetVariable } from './unset-variable.ts';
import { unusedDefine } from './unused-define.ts';
import { unusedModule } from './unused-module.ts';
import { unusedRoute } from './unused-route.ts';
import { unknownVersionComment } from './unknown-version-comment.ts';
import { usrlocTable } from './usrloc-table.ts';

/** Every rule, in the order in which findings at the same place are shown. A new rule is one line here. */
export const rules: readonly Rule[] = [
  unknownModule,
  duplicateLoadmodule,
  missingModule,
  moduleLoadOrder,
  unusedModule,
  databaseDriverMissing,
  databaseUrlMissing,
  clearTextPassword,
  publicRpcSocket,
  rpcNotDispatched,
  moduleParameterModuleNotLoaded,
  moduleParameterMissing,
  unknownModuleParameter,
  moduleParameterType,
  moduleParameterValue,
  moduleParameterRange,
  hashSizeNotPower,
  duplicateModuleParameter,
  timerUnit,
  receivedAvpMismatch,
  undeclaredHtable,
  htableSize,
  htableNeverExpires,
  htableReplication,
  htableCounter,
  doubleReplication,
  dialogNotCreated,
  usrlocTable,
  dmqServerAddress,
  dmqNotificationAddress,
  dmqNotHandled,
  replicationNotEnabled,
  unknownFunction,
  unknownInnerName,
  functionArity,
  functionNotAllowedInRoute,
  nestedFunctionCall,
  functionArgument,
  argumentNotConstant,
  argumentNotNumber,
  argumentNotVariable,
  argumentValue,
  misspeltMethod,
  headerLineEnd,
  headerName,
  ignoredResult,
  unescapedSql,
  uncheckedCommand,
  unknownSocket,
  malformedUri,
  requestUriPart,
  replyCode,
  unknownLogLevel,
  bareName,
  undeclaredFlag,
  undeclaredGlobal,
  flagNumber,
  flagNeverSet,
  unknownSqlConnection,
  undeclaredDialogProfile,
  dialogProfileValue,
  undeclaredCounter,
  undeclaredMqueue,
  undeclaredTimer,
  unfilledSqlResult,
  unknownRtpSet,
  rtpengineFlag,
  lockWithoutSet,
  lockNotReleased,
  iteratorNotStarted,
  duplicateFlag,
  undefinedRoute,
  undefinedArmedRoute,
  duplicateRoute,
  secondRequestRoute,
  portOutOfRange,
  unknownEventRoute,
  missingEventRoute,
  endlessRecursion,
  armedAfterRelay,
  relayFromReply,
  relayAfterReply,
  endlessFailover,
  statelessReplyToFailure,
  replyWithoutTransaction,
  dispatcherFailoverNotArmed,
  dispatcherNextNotTried,
  dispatcherNextUnlike,
  dispatcherNothingSelected,
  dispatcherSameAgain,
  dmqHandledTooLate,
  dmqGoesOn,
  unreachableCode,
  unusedRoute,
  reservedWord,
  unknownCoreSetting,
  coreSettingValue,
  contradictingParameters,
  coreSettingOrder,
  nameAfterAddress,
  tcpDisabled,
  tlsDisabled,
  duplicateGlobal,
  duplicateListen,
  unknownPseudoVariable,
  malformedPseudoVariable,
  unknownTransformation,
  readOnlyPseudoVariable,
  transformationInAssignment,
  unexpandedVariable,
  unsetVariable,
  expressionType,
  assignmentInCondition,
  bitwiseCondition,
  duplicateCase,
  duplicateCondition,
  constantCondition,
  negatedOperand,
  impossibleComparison,
  statusOfRequest,
  caseFallsThrough,
  resultOfLog,
  endlessLoop,
  invalidRegex,
  regexNotPosix,
  textAsCondition,
  numberOverflow,
  operandNotAllowedInRoute,
  missingRecordRoute,
  missingMaxForwardsCheck,
  returnZero,
  ackNotAbsorbed,
  offerWithoutSdp,
  openRelay,
  openRpc,
  unknownVersionComment,
  misspeltDefine,
  lateDefine,
  unusedDefine,
  commentedDirective,
  commentInDefine,
  defineValue,
  defineInString,
  includeBesideRoot,
  defineIsFalse,
  conditionRest,
  dispatcherAlgorithm,
  dispatcherAlgorithmNeeds,
  dispatcherArgument,
  dispatcherFailoverOff,
  dispatcherListFaults,
  dispatcherListMissing,
  dispatcherListUnread,
  dispatcherLoadNotReleased,
  dispatcherMarkForGood,
  dispatcherMarkState,
  dispatcherParallelFailover,
  dispatcherPingNeedsTm,
  dispatcherPingReplyCodes,
  dispatcherPingRequest,
  dispatcherProbing,
  dispatcherThreshold,
  dispatcherUnknownSet,
  missingFile,
  dispatcherSocket,
  dispatcherVariable,
  dispatcherXavpField,
  dispatcherLoadNotCounted,
];
